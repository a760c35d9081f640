package io.codex4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Write the completion script for PowerShell: a table from the path of commands to what may follow. */
final class PowerShellCompletion {
    private static final String HEAD = """
            using namespace System.Management.Automation
            using namespace System.Management.Automation.Language

            Register-ArgumentCompleter -Native -CommandName 'codex' -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)

                $path = @('codex')
                foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
                    if ($element -isnot [StringConstantExpressionAst] -or $element.Value -eq $wordToComplete) {
                        break
                    }
                    if (-not $element.Value.StartsWith('-')) {
                        $path += $element.Value
                    }
                }

                $candidates = @(switch ($path -join ';') {
            """;
    private static final String TAIL = """
                })

                $candidates | Where-Object { $_.CompletionText -like "$wordToComplete*" } | Sort-Object ListItemText
            }
            """;

    private final CommandSpec program;
    private final StringBuilder script = new StringBuilder();

    PowerShellCompletion(CommandSpec program) {
        this.program = program;
    }

    String script() {
        script.append(HEAD);
        write(program, List.of(CommandTree.PROGRAM));
        return script.append(TAIL).toString();
    }

    /** Write the candidates after each path of names that leads to the command, aliases included. */
    private void write(CommandSpec command, List<String> paths) {
        for (String path : paths) {
            script.append("        ").append(quote(path)).append(" {\n");
            candidates(command);
            script.append("            break\n        }\n");
        }
        for (CommandSpec child : CompletionEntries.subcommands(command)) {
            List<String> childPaths = new ArrayList<>();
            for (String path : paths) {
                for (String name : CompletionEntries.names(child)) {
                    childPaths.add(path + ";" + name);
                }
            }
            write(child, childPaths);
        }
    }

    private void candidates(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            for (String name : option.names()) {
                candidate(name, "ParameterName", CompletionEntries.summary(option));
            }
        }
        for (CommandSpec child : CompletionEntries.subcommands(command)) {
            for (String name : CompletionEntries.names(child)) {
                candidate(name, "ParameterValue", CompletionEntries.summary(child));
            }
        }
        for (PositionalParamSpec operand : command.positionalParameters()) {
            for (String word : CompletionEntries.candidates(operand)) {
                candidate(word, "ParameterValue", word);
            }
        }
    }

    private void candidate(String word, String kind, String tip) {
        script.append("            [CompletionResult]::new(")
                .append(quote(word))
                .append(", ")
                .append(quote(word))
                .append(", [CompletionResultType]::")
                .append(kind)
                .append(", ")
                .append(quote(tip))
                .append(")\n");
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
