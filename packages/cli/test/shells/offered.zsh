# An interactive zsh that sources this prints what it offers at Tab, a word a line between <<< and >>>, and ends.
fpath=($PWD $fpath)
autoload -Uz compinit && compinit -u -d ./zcompdump
compadd() {
  local -a found
  # Not where a completion function only asks.
  if [[ " $* " != *" -"[OAD]" "* ]]; then
    builtin compadd -A found "$@"
    print -rl -- $found
  fi
  builtin compadd "$@"
}
begun() { print "<<<" }
ended() { print ">>>"; exit }
compprefuncs=(begun)
comppostfuncs=(ended)
bindkey '^I' complete-word
