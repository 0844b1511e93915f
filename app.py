"""The review page: page setup and navigation; every page lives in `classifier.ui`."""

from classifier.ui import run

run()
