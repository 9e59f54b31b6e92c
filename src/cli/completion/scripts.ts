/** For each shell a script that asks the program itself, so that it never falls behind its flags. */
export const COMPLETION_SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# Completion of fargate-admission for bash: source <(fargate-admission completion bash)
_fargate_admission() {
  local output value
  output=$("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    if [[ -n $value && $value != :[0-9] ]]; then COMPREPLY+=("$(printf '%q' "$value")"); fi
  done <<<"$output"
  if [[ $output == *:4 ]]; then compopt +o default 2>/dev/null; fi
}
complete -o default -F _fargate_admission fargate-admission
`,
  zsh: `#compdef fargate-admission
# Completion of fargate-admission for zsh: source <(fargate-admission completion zsh)
_fargate_admission() {
  local -a lines candidates
  local line value
  lines=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[1,-2]}"; do
    value=\${line%%$'\\t'*}
    candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#candidates} )); then
    _describe -V 'fargate-admission' candidates
  elif [[ \${lines[-1]} == ":0" ]]; then
    compset -P '*='
    _files
  fi
}
compdef _fargate_admission fargate-admission
`,
  fish: `# Completion of fargate-admission for fish: fargate-admission completion fish | source
function __fargate_admission_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
  if test (count $lines) -gt 1
    printf '%s\\n' $lines[1..-2]
  else if test "$lines[1]" = ":0"
    __fish_complete_path (commandline -ct)
  end
end
complete -c fargate-admission -f -a '(__fargate_admission_complete)'
`,
};
