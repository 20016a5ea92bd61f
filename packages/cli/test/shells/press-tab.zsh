# press-tab.zsh OFFERED LINE: types the line and Tab into a zsh on a terminal of its own, and prints what was seen there.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "source ${(q)1}"
zpty -w -n shell "$2"$'\t'
zpty -r shell seen $'*>>>*'
print -r -- $seen
