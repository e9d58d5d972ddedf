// socialekaart policy

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "clients/cli/policy_files.h"
#include "clients/cli/policy_text.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

struct Flags {
  std::string action;
  std::vector<std::string> arguments;
  std::string place;
  bool all = false;
};

ExitCode Misused(const std::string& why) {
  Complain("the policy command was not understood", why, "socialekaart policy --help shows examples");
  return kUsage;
}

// The gemeente of a place; "" without one, or when it is not one.
absl::StatusOr<std::string> MunicipalityOf(const Flags& flags, const Globals& globals) {
  if (flags.place.empty()) return "";
  v1::ResolvePlaceRequest request;
  *request.mutable_place() = ToPlace(flags.place);
  const auto response = NewClient(globals).ResolvePlace(request);
  if (!response.ok()) return response.status();
  return response->place().municipalities_size() == 1 ? response->place().municipalities(0).code() : "";
}

// Of a folder, or of the server's own files.
absl::StatusOr<v1::CheckPolicyResponse> CheckedFolder(const Flags& flags, size_t argument, const Globals& globals) {
  v1::CheckPolicyRequest request;
  if (argument < flags.arguments.size()) {
    auto read = ReadPolicyFolder(flags.arguments[argument]);
    if (!read.ok()) return read.status();
    request = *std::move(read);
  }
  request.set_all_ladders(flags.all);
  return NewClient(globals).CheckPolicy(request);
}

ExitCode Show(const Flags& flags, const Globals& globals, const Output& output) {
  v1::GetPolicyRequest request;
  const auto municipality = MunicipalityOf(flags, globals);
  if (!municipality.ok()) return Complain(municipality.status(), globals);
  request.set_municipality_code(*municipality);
  const auto policy = NewClient(globals).GetPolicy(request);
  if (!policy.ok()) return Complain(policy.status(), globals);
  if (globals.json) {
    output.PrintJson(*policy);
    return kOk;
  }
  output.Print(LadderTable(*policy));
  Note(fmt::format("beleid {}, werkmodel: {}, {} regels", OneLine(policy->version()),
                   policy->model().empty() ? "onbekend" : OneLine(policy->model()), policy->rules_size()));
  return kOk;
}

ExitCode Explain(const Flags& flags, const Globals& globals, const Output& output) {
  auto policy = NewClient(globals).GetPolicy(v1::GetPolicyRequest());
  if (!policy.ok()) return Complain(policy.status(), globals);
  if (flags.arguments.empty()) {
    output.Print(RulesTable(*policy));
    return kOk;
  }
  std::vector<std::string> ids;
  for (const v1::PolicyRule& rule : policy->rules()) {
    ids.push_back(rule.id());
    if (rule.id() != flags.arguments[0]) continue;
    if (globals.json) {
      output.PrintJson(rule);
    } else {
      output.Print(RuleText(rule, output));
    }
    return kOk;
  }
  const std::string meant = DidYouMean(flags.arguments[0], ids);
  Complain(fmt::format("there is no rule {}", OneLine(flags.arguments[0])), "no rule of the policy in use has this id",
           meant.empty() ? "socialekaart policy explain lists all" : fmt::format("did you mean {}?", meant));
  return kNotFound;
}

ExitCode Check(const Flags& flags, const Globals& globals, const Output& output) {
  const auto checked = CheckedFolder(flags, 0, globals);
  if (!checked.ok()) return Complain(checked.status(), globals);
  const bool tests = flags.action == "test";
  const Table table = tests && checked->faults().empty() ? FailuresTable(*checked) : FaultsTable(*checked);
  if (globals.json) {
    output.PrintJson(*checked, {"faults", "vignettes", "unexercised", "not_monotone"});
  } else if (!table.rows.empty()) {
    output.Print(table);
  }
  const auto failed = std::count_if(checked->vignettes().begin(), checked->vignettes().end(),
                                    [](const auto& one) { return !one.failures().empty(); });
  if (!checked->faults().empty()) {
    Note(fmt::format("{} faults: this policy cannot be used", checked->faults_size()));
    return kDataInvalid;
  }
  Note(fmt::format("policy {}: {} of {} vignettes pass; {} combinations of ratings walked, {} of them lower a level",
                   OneLine(checked->version()), checked->vignettes_size() - failed, checked->vignettes_size(),
                   checked->combinations(), checked->not_monotone_size()));
  if (!checked->not_monotone().empty() || (!tests && !checked->unexercised().empty())) return kDataInvalid;
  return failed > 0 ? kBelowBar : kOk;
}

// Between two folders, or between what is in use and a folder.
ExitCode Difference(const Flags& flags, const Globals& globals, const Output& output) {
  if (flags.arguments.empty()) return Misused("diff needs a folder, or two");
  const auto after = CheckedFolder(flags, flags.arguments.size() - 1, globals);
  if (!after.ok()) return Complain(after.status(), globals);
  auto before = after;
  if (flags.arguments.size() > 1) {
    // The same cases by both policies: those of the new one.
    auto request = ReadPolicyFolder(flags.arguments[0]);
    const auto cases = ReadPolicyFolder(flags.arguments[1]);
    if (!request.ok()) return Complain(request.status(), globals);
    if (!cases.ok()) return Complain(cases.status(), globals);
    for (const v1::PolicyFile& file : cases->files()) {
      if (file.name() != "vignettes.textproto") continue;
      auto* files = request->mutable_files();
      const auto own =
          std::find_if(files->begin(), files->end(), [&](const auto& one) { return one.name() == file.name(); });
      *(own == files->end() ? files->Add() : &*own) = file;
    }
    before = NewClient(globals).CheckPolicy(*request);
    if (!before.ok()) return Complain(before.status(), globals);
  } else {
    for (v1::VignetteResult& vignette : *before->mutable_vignettes()) vignette.set_level(vignette.level_in_use());
  }
  for (const v1::CheckPolicyResponse* checked : std::array<const v1::CheckPolicyResponse*, 2>{&*before, &*after}) {
    if (checked->faults().empty()) continue;
    output.Print(FaultsTable(*checked));
    return kDataInvalid;
  }
  const Table table = DifferenceTable(*before, *after);
  if (!table.rows.empty()) output.Print(table);
  Note(fmt::format("{} of {} vignettes change level", table.rows.size(), after->vignettes_size()));
  return kOk;
}

ExitCode Reload(const Flags&, const Globals& globals, const Output& output) {
  const auto reloaded = NewClient(globals).ReloadPolicy(v1::ReloadPolicyRequest());
  if (!reloaded.ok()) return Complain(reloaded.status(), globals);
  if (globals.json) {
    output.PrintJson(*reloaded);
  } else {
    Note(fmt::format("policy {} is in use, before it {}", OneLine(reloaded->version()),
                     OneLine(reloaded->previous_version())));
  }
  return kOk;
}

ExitCode Override(const Flags& flags, const Globals& globals, const Output&) {
  if (flags.arguments.size() < 3)
    return Misused("override needs the advised level, the chosen level and a reason; then problem codes");
  v1::RecordOverrideRequest request;
  const auto advised = ParseLevel(flags.arguments[0]), chosen = ParseLevel(flags.arguments[1]);
  if (!advised || !chosen) return Misused(fmt::format("a level is one of {}", fmt::join(LevelCodes(), ", ")));
  request.set_advised_level(*advised);
  request.set_chosen_level(*chosen);
  request.set_reason(flags.arguments[2]);
  for (size_t i = 3; i < flags.arguments.size(); ++i) request.add_problems(flags.arguments[i]);
  const auto municipality = MunicipalityOf(flags, globals);
  if (!municipality.ok()) return Complain(municipality.status(), globals);
  request.set_municipality_code(*municipality);
  const auto recorded = NewClient(globals).RecordOverride(request);
  if (!recorded.ok()) return Complain(recorded.status(), globals);
  Note("counted");
  return kOk;
}

ExitCode Overrides(const Flags& flags, const Globals& globals, const Output& output) {
  v1::CountOverridesRequest request;
  if (!flags.arguments.empty()) request.set_from_month(flags.arguments[0]);
  if (flags.arguments.size() > 1) request.set_to_month(flags.arguments[1]);
  const auto counts = NewClient(globals).CountOverrides(request);
  if (!counts.ok()) return Complain(counts.status(), globals);
  if (globals.json) {
    output.PrintJson(*counts, {"counts"});
  } else {
    output.Print(OverridesTable(*counts));
  }
  return kOk;
}

struct Action {
  const char* name;
  ExitCode (*run)(const Flags&, const Globals&, const Output&);
};

constexpr auto kActions = std::to_array<Action>({{"show", Show},
                                                 {"explain", Explain},
                                                 {"check", Check},
                                                 {"test", Check},
                                                 {"diff", Difference},
                                                 {"reload", Reload},
                                                 {"override", Override},
                                                 {"overrides", Overrides}});

}  // namespace

Run SetUpPolicy(CLI::App& app) {
  const auto flags = std::make_shared<Flags>();
  std::vector<std::string> names;
  for (const Action& action : kActions) names.emplace_back(action.name);
  AddChoice(app, "action", flags->action, names, "What to do")->required();
  app.add_option("arguments", flags->arguments,
                 "explain: a rule; check, test: a folder (else the server's own); diff: one folder or two; override: "
                 "ADVISED CHOSEN REASON [PROBLEM...]; "
                 "overrides: [FROM-MONTH [TO-MONTH]]");
  app.add_option("--place,-p", flags->place, "show, override: in this gemeente");
  app.add_flag("--all", flags->all, "check, test: walk the ratings for every ladder, not for a few");
  return [flags](const Globals& globals, const Output& output) {
    const auto* const action =
        std::find_if(kActions.begin(), kActions.end(), [&](const Action& one) { return flags->action == one.name; });
    return action->run(*flags, globals, output);
  };
}

}  // namespace socialekaart::cli
