"""The post room: who asked to be told, which events concern them, one message each, once."""
