"""How the register behaves when it is large; every figure is a ratio measured in one run."""
