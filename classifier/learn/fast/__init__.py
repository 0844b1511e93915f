"""A fitted model as plain arrays, and a one-pass scorer of them that agrees with the reference.

A text is read chunk by chunk (what stands between blanks). What a chunk means to the model is worked out
once and remembered under its exact bytes: its tokens, its runs of letters, its manner, and the same of its
mirror twin. None of the features but a few of manner reach across a blank, so a comment is the sum of its
chunks, joined by pairs of words, windows around names, and repeated terms.

`arrays` takes a model apart, `tries` lays its words out, `characters` tabulates Python's own view of Unicode,
`kernel` is the scorer, `scorer` feeds it.
"""
