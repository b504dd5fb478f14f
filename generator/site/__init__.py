"""Floor 8. The pages on the web: a folder to upload with its header files, the ledger of addresses, and a look at the live site."""
