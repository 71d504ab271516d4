"""Where does a text hold personal data? Numbers proved by their own check digits where they have one.

Pure functions over one line of text. What is found is never repeated in full: `masked` blots it out
in anything that is shown.
"""

from sitegen.privacy.detect import PersonalData, found, masked

__all__ = ["PersonalData", "found", "masked"]
