// socialekaart completion: scripts made from the flags themselves, so that they never lag behind.

#include "clients/cli/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/command.h"

namespace socialekaart::cli {
namespace {

struct Flag {
  std::vector<std::string> names;  // "--place", "-p"
  std::string description;
  bool takes_value = false;
  std::vector<std::string> choices;
};

struct Words {
  std::string name;  // of the command
  std::string description;
  std::vector<Flag> flags;
  std::vector<std::string> arguments;  // choices of what is no flag
};

void AddFlags(const CLI::App& app, Words* words) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      const std::vector<std::string>& choices = ChoicesOf(*option);
      words->arguments.insert(words->arguments.end(), choices.begin(), choices.end());
      continue;
    }
    Flag flag;
    for (const std::string& name : option->get_lnames()) flag.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flag.names.push_back("-" + name);
    const bool is_there = std::any_of(words->flags.begin(), words->flags.end(),
                                      [&](const Flag& other) { return other.names == flag.names; });
    if (is_there) continue;  // --help
    flag.description = option->get_description();
    flag.takes_value = option->get_expected_max() > 0;
    flag.choices = ChoicesOf(*option);
    words->flags.push_back(std::move(flag));
  }
}

std::vector<Words> WordsOf(const CLI::App& app) {
  std::vector<Words> all;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    Words words = {
        .name = command->get_name(), .description = command->get_description(), .flags = {}, .arguments = {}};
    AddFlags(*command, &words);
    AddFlags(app, &words);
    all.push_back(std::move(words));
  }
  return all;
}

// For use between single quotes; `special` characters get a backslash.
std::string Quoted(const std::string& text, const std::string& special = "") {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') continue;
    if (special.find(c) != std::string::npos) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string Bash(const std::vector<Words>& all) {
  std::string commands;
  std::string values;
  std::string flags;
  for (const Words& words : all) {
    commands += (commands.empty() ? "" : " ") + words.name;
    std::string of_command = fmt::format("{}", fmt::join(words.arguments, " "));
    for (const Flag& flag : words.flags) {
      for (const std::string& name : flag.names) {
        of_command += (of_command.empty() ? "" : " ") + name;
        if (!flag.takes_value) continue;
        values += fmt::format("    '{} {}') words='{}' ;;\n", words.name, name, fmt::join(flag.choices, " "));
      }
    }
    flags += fmt::format("    {}) words='{}' ;;\n", words.name, of_command);
  }
  std::string alternatives = commands;
  std::replace(alternatives.begin(), alternatives.end(), ' ', '|');
  return fmt::format(R"(# bash completion of socialekaart: source <(socialekaart completion bash)
_socialekaart() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD - 1]}}" command='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in
    {0}) command="${{COMP_WORDS[i]}}"; break ;;
    esac
  done
  if [[ -z "$command" ]]; then
    mapfile -t COMPREPLY < <(compgen -W '{1} --help' -- "$current")
    return
  fi
  COMPREPLY=()
  case "$command $previous" in
{2}    *)
      case "$command" in
{3}      esac
      ;;
  esac
  [[ -n "$words" ]] && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o default -F _socialekaart socialekaart
)",
                     alternatives, commands, values, flags);
}

std::string Zsh(const std::vector<Words>& all) {
  std::string commands;
  std::string cases;
  for (const Words& words : all) {
    commands += fmt::format("    '{}:{}'\n", words.name, Quoted(words.description, ":"));
    cases += fmt::format("    {}) _arguments", words.name);
    for (const Flag& flag : words.flags) {
      for (const std::string& name : flag.names) {
        cases += fmt::format(" \\\n      '{}[{}]", name, Quoted(flag.description, "[]:"));
        if (flag.takes_value)
          cases += flag.choices.empty() ? ":value:_files" : fmt::format(":value:({})", fmt::join(flag.choices, " "));
        cases += "'";
      }
    }
    cases += words.arguments.empty()
                 ? " \\\n      '*:file:_files' ;;\n"
                 : fmt::format(" \\\n      '*:argument:({})' ;;\n", fmt::join(words.arguments, " "));
  }
  return fmt::format(R"(#compdef socialekaart
# zsh completion of socialekaart: put it in a folder of $fpath under the name _socialekaart
_socialekaart() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="${{words[2]}}"
  shift words
  (( CURRENT-- ))
  case "$command" in
{}  esac
}}
if [[ "${{funcstack[1]}}" == _socialekaart ]]; then
  _socialekaart "$@"
else
  compdef _socialekaart socialekaart
fi
)",
                     commands, cases);
}

std::string Fish(const std::vector<Words>& all) {
  std::string script = "# fish completion of socialekaart\n";
  for (const Words& words : all) {
    script += fmt::format("complete -c socialekaart -n __fish_use_subcommand -f -a {} -d '{}'\n", words.name,
                          Quoted(words.description));
  }
  for (const Words& words : all) {
    const std::string when = fmt::format("complete -c socialekaart -n '__fish_seen_subcommand_from {}'", words.name);
    if (!words.arguments.empty()) script += fmt::format("{} -f -a '{}'\n", when, fmt::join(words.arguments, " "));
    for (const Flag& flag : words.flags) {
      script += when;
      for (const std::string& name : flag.names)
        script += name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (flag.takes_value)
        script += flag.choices.empty() ? " -r" : fmt::format(" -x -a '{}'", fmt::join(flag.choices, " "));
      script += fmt::format(" -d '{}'\n", Quoted(flag.description));
    }
  }
  return script;
}

struct Shell {
  const char* name;
  std::string (*script)(const std::vector<Words>&);
};

constexpr std::array<Shell, 3> kShells = {{{"bash", Bash}, {"zsh", Zsh}, {"fish", Fish}}};

}  // namespace

std::string CompletionScript(const CLI::App& app, const std::string& shell) {
  const auto found = std::find_if(kShells.begin(), kShells.end(), [&](const Shell& one) { return shell == one.name; });
  return found == kShells.end() ? "" : found->script(WordsOf(app));
}

Run SetUpCompletion(CLI::App& app) {
  const auto shell = std::make_shared<std::string>();
  std::vector<std::string> shells;
  shells.reserve(kShells.size());
  for (const Shell& one : kShells) shells.emplace_back(one.name);
  AddChoice(app, "shell", *shell, shells, "The shell")->required();
  return [shell, &app](const Globals&, const Output& output) {
    output.Print(CompletionScript(*app.get_parent(), *shell));
    return kOk;
  };
}

}  // namespace socialekaart::cli
