using System.CommandLine;

namespace AgentLoad.Client.Commands.Completions;

/// <summary>
/// <c>agentload completions</c>: prints shell completion scripts. Each script queries the command itself (the
/// <c>[suggest:POSITION]</c> directive of System.CommandLine), so that completions always match the installed version.
/// </summary>
internal static class CompletionsCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # agentload completions for bash: eval "$(agentload completions bash)" in ~/.bashrc
            _agentload() {
              local line="${COMP_LINE:0:COMP_POINT}" cur="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
              # The directive expects the line without the command name.
              local rest="${line#* }"
              [[ "$line" == *" "* ]] || rest=""
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#rest}]" "$rest" 2>/dev/null)" -- "$cur"))
            }
            complete -o default -F _agentload agentload
            """,
        ["zsh"] = """
            #compdef agentload
            # agentload completions for zsh: eval "$(agentload completions zsh)" in ~/.zshrc, after compinit
            _agentload() {
              local line="${BUFFER[1,CURSOR]}" rest
              rest="${line#* }"
              local -a found
              found=("${(@f)$("${words[1]}" "[suggest:${#rest}]" "$rest" 2>/dev/null)}")
              if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
            }
            compdef _agentload agentload
            """,
        ["fish"] = """
            # agentload completions for fish: agentload completions fish > ~/.config/fish/completions/agentload.fish
            function __agentload_complete
                set -l line (commandline -cp)
                set -l rest (string replace -r '^\S+\s?' '' -- $line)
                agentload "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null
            end
            complete -c agentload -a '(__agentload_complete)'
            """,
        ["pwsh"] = """
            # agentload completions for PowerShell: agentload completions pwsh | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName agentload -ScriptBlock {
                param($word, $ast, $position)
                $line = $ast.ToString().PadRight($position).Substring(0, $position)
                $rest = $line -replace '^\S+\s?', ''
                agentload "[suggest:$($rest.Length)]" "$rest" 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) + "." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new DetailedCommand(
            "completions",
            "Prints a shell completion script for commands, options and names.",
            """
            bash:  eval "$(agentload completions bash)"                 in ~/.bashrc
            zsh:   eval "$(agentload completions zsh)"                  in ~/.zshrc, after compinit
            fish:  agentload completions fish > ~/.config/fish/completions/agentload.fish
            pwsh:  agentload completions pwsh | Out-String | iex        in $PROFILE
            """
        )
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.WriteLine(Scripts[parsed.GetValue(shell)!]);
            return ExitCode.Success;
        });
        return command;
    }
}
