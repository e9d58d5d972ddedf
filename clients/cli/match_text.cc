#include "clients/cli/match_text.h"

#include <fmt/format.h>

#include <vector>

#include "clients/cli/text.h"
#include "clients/cli/words.h"

namespace socialekaart::cli {
namespace {

using google::protobuf::RepeatedPtrField;

std::string ReasonLines(const RepeatedPtrField<v1::Reason>& reasons, size_t indent, const Output& output) {
  std::string text;
  for (const v1::Reason& reason : reasons) text += output.Paragraph("- " + reason.text(), indent);
  return text;
}

std::string SafetyText(const v1::SafetyAdvice& safety, const Output& output) {
  std::string text = output.Red(safety.soft() ? "VEILIGHEID: vraag dit na" : "VEILIGHEID EERST") + "\n";
  text += output.Paragraph(safety.first_step(), 2);
  text += ReasonLines(safety.reasons(), 2, output);
  for (const v1::HelpLine& line : safety.help_lines()) {
    text += "  " + output.Bold(OneLine(line.display_name())) + "  " + OneLine(line.phone());
    if (!line.url().empty()) text += "  " + OneLine(line.url());
    text += "\n";
    if (!line.description().empty()) text += output.Paragraph(line.description(), 4);
    if (!line.checked_date().empty())
      text += output.Dim(fmt::format("    nummer gecontroleerd op {}\n", OneLine(line.checked_date())));
  }
  return text + "\n";
}

std::string SuggestionText(const v1::Suggestion& suggestion, bool with_reasons, const Output& output) {
  const v1::Service& service = suggestion.service();
  std::vector<std::string> parts;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) parts.push_back(OneLine(part));
  };
  add(OrganizationText(service) == service.display_name() ? "" : OrganizationText(service));
  add(DistanceText(suggestion));
  add(AgesText(service));
  add(PhoneText(service));
  if (service.profile().has_waiting_days()) add(fmt::format("wachttijd {} dagen", service.profile().waiting_days()));
  const auto add_unknown = [&](v1::Fit fit, const char* what) {
    if (fit == v1::FIT_UNKNOWN) add(fmt::format("{} onbekend", what));
    if (fit == v1::FIT_NO) add(fmt::format("{} past niet", what));
  };
  add_unknown(suggestion.age_fit(), "leeftijd");
  add_unknown(suggestion.area_fit(), "werkgebied");
  add_unknown(suggestion.access_fit(), "toegang");

  std::string text = output.Paragraph(fmt::format("• {}", OneLine(service.display_name())), 4);
  if (!parts.empty()) text += output.Paragraph(fmt::format("{}", fmt::join(parts, " · ")), 6);
  if (!service.alert().empty()) text += output.Paragraph("Let op: " + service.alert(), 6);
  return with_reasons ? text + ReasonLines(suggestion.reasons(), 6, output) : text;
}

// As the gemeente calls the step, else as everybody does.
std::string StepName(const v1::LadderStep& step) {
  return step.display_name().empty() ? LevelName(step.level()) : OneLine(step.display_name());
}

std::string StepText(const v1::LadderStep& step, bool suggestions_unavailable, const Output& output) {
  const std::string name = StepName(step);
  const bool is_advised = step.state() == v1::LadderStep::STATE_ADVISED;
  std::string text = fmt::format("{} {}  {}\n", is_advised ? "►" : " ", is_advised ? output.Bold(name) : name,
                                 output.Dim(StateName(step.state())));
  text += ReasonLines(step.reasons(), 4, output);
  for (const v1::Suggestion& suggestion : step.suggestions()) text += SuggestionText(suggestion, is_advised, output);
  if (step.gap() && !suggestions_unavailable) text += "    Niemand bekend die dit hier biedt.\n";
  return text;
}

std::string Understood(const v1::MatchResponse& response) {
  std::vector<std::string> parts;
  for (const v1::UnderstoodProblem& problem : response.problems()) {
    if (problem.problem().empty()) continue;  // an age, which has a place of its own
    std::string part = problem.display_name().empty() ? problem.matched_text() : problem.display_name();
    if (problem.negated()) part += " (ontkend)";
    if (problem.past()) part += " (vroeger)";
    if (!problem.about().empty() && problem.about() != "child") part += " (niet over het kind)";
    if (!part.empty()) parts.push_back(OneLine(part));
  }
  if (response.has_age_years()) parts.push_back(fmt::format("{:.4g} jaar", response.age_years()));
  if (response.has_place()) parts.push_back(OneLine(PlaceText(response.place())));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string TextBlock(const std::string& title, const std::string& body, const Output& output) {
  if (body.empty()) return "";
  return "\n" + output.Bold(title) + "\n" + output.Paragraph(body, 2);
}

}  // namespace

std::string MatchText(const v1::MatchResponse& response, bool family, const Output& output) {
  std::string text;
  if (response.has_safety()) text += SafetyText(response.safety(), output);
  if (response.level() != v1::HELP_LEVEL_UNSPECIFIED) {
    std::string advice = LevelName(response.level());
    for (const v1::LadderStep& step : response.ladder()) {
      if (step.state() == v1::LadderStep::STATE_ADVISED) advice = StepName(step);
    }
    text += output.Bold("Advies: " + advice) + "\n" + ReasonLines(response.reasons(), 2, output);
  }
  if (const std::string understood = Understood(response); !understood.empty()) {
    text += output.Dim(output.Paragraph("Begrepen: " + understood, 0));
  }
  for (const v1::ResolvedPlace& candidate : response.place().candidates()) {
    text += output.Paragraph(fmt::format("Bedoelt u --place \"{}\"?", OneLine(candidate.display_name())), 2);
  }
  if (response.masked_size() > 0) {
    text += fmt::format("Weggelaten persoonsgegevens: {}. Stel de vraag liever zonder.\n", response.masked_size());
  }
  text += "\n" + output.Bold("Ladder, lichtste hulp eerst") + "\n";
  for (const v1::LadderStep& step : response.ladder())
    text += StepText(step, response.suggestions_unavailable(), output);
  if (response.suggestions_unavailable()) text += "De zoekindex wordt opgebouwd: het aanbod volgt later.\n";
  if (response.open_questions_size() > 0) text += "\n" + output.Bold("Nog te vragen") + "\n";
  for (const v1::OpenQuestion& question : response.open_questions())
    text += output.Paragraph("- " + question.text(), 2);
  text += TextBlock("Voor het dossier", response.record_text(), output);
  if (family) text += TextBlock("Voor de ouders", response.family_text(), output);
  return text + output.Dim(fmt::format("\nbeleid {}\n", OneLine(response.policy_version())));
}

}  // namespace socialekaart::cli
