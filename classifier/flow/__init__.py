"""The verbs: score, retrain, evaluate, ingest, serve. Everything that touches disk and clock together is here."""
