"""Floor 7. What left the house: releases and print runs, each written once and never over, so that paper can be told and called back."""
