"""Floor 8. What was made, read again by somebody who did not make it.

Nothing here, and nothing that is imported here, takes part in making a page: no template, no
typesetter, no imposition. What may stand on a file is worked out anew from content/ and
locales/; a test follows the imports.
"""
