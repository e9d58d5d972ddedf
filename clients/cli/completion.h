#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace socialekaart::cli {

// The script that lets a shell ("bash", "zsh", "fish") complete the commands, flags and choices of `app`.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace socialekaart::cli
