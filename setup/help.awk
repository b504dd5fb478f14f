# Prints the targets of the Makefile that have a "##" text, under their "##@" headings.
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z-]+:.*## / {
    target = $0; sub(/:.*/, "", target)
    text = $0; sub(/.*## /, "", text)
    printf "  make %-15s %s\n", target, text
}
END {
    print "\nTo do less at once, name a language, an area or a material, or all three:"
    print "  make LOCALE=ro AREA=wiltshire MATERIAL=safety-card"
}
