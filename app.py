"""The review page: page setup and navigation; every page lives in `classifier.ui`."""

from classifier.ui import run

# Work in the background starts a process of its own, which reads this file without showing a page.
if __name__ == "__main__":
    run()
