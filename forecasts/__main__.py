"""`python -m forecasts`, the same as the `forecasts` command."""

from forecasts.cli import main

if __name__ == "__main__":
    main()
