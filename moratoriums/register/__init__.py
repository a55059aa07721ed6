"""The register as text files: their schema, how they are read, written, loaded and dumped."""
