"""Named errors: what is wrong, where, and what to do about it.

Every error a person can cause is a `BelowlineError`; the command line and the page turn it into one
line of text. Anything else that escapes is a defect of the program.
"""


class BelowlineError(Exception):
    """Something a person can mend.

    Parameters
    ----------
    what : str
        What is wrong, in plain words.
    where : str, optional
        The file, line, folder or address it was met in.
    remedy : str, optional
        What to do about it.

    Examples
    --------
    >>> print(InputError("the file is empty", where="page.txt", remedy="save the page again"))
    page.txt: the file is empty; save the page again
    """

    def __init__(self, what: str, *, where: object = None, remedy: str | None = None):
        self.what = what
        self.where = None if where is None else str(where)
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{cure}".replace("\n", " ")


class InputError(BelowlineError):
    """A document, folder or table cannot be read or holds nothing usable."""


class OutputError(BelowlineError):
    """A result cannot be written where it was asked for."""


class CodebookError(BelowlineError):
    """A codebook is not what a codebook must be."""


class LabelsError(BelowlineError):
    """A label file cannot be read or does not fit its codebook."""


class BundleError(BelowlineError):
    """A model bundle is missing, damaged, of another format or of another codebook."""


class StoreError(BelowlineError):
    """The label store cannot be opened, is locked, or is damaged."""


class AccessError(BelowlineError):
    """Somebody may not do what they ask for."""
