"""The content pack: reviewed files on disk, loaded once into one immutable snapshot."""
