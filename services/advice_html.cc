#include "services/advice_html.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "indexer/base/status.h"
#include "services/html.h"

namespace socialekaart {
namespace {

constexpr int kShownSuggestions = 3;  // of a step

// What a state is called, and its class in the page's style.
struct State {
  v1::LadderStep::State state;
  const char* text;
  const char* style;
};
constexpr auto kStates = std::to_array<State>({
    {v1::LadderStep::STATE_NOT_ENOUGH, "niet genoeg", "low"},
    {v1::LadderStep::STATE_ADVISED, "advies", "advised"},
    {v1::LadderStep::STATE_NEXT, "volgende stap", "next"},
    {v1::LadderStep::STATE_NOT_NEEDED, "nu niet nodig", "high"},
    {v1::LadderStep::STATE_TRIED, "al geprobeerd", "low"},
    {v1::LadderStep::STATE_NOT_OFFERED, "bestaat hier niet", "none"},
});

struct Fault {
  const char* field;  // how the name of the field at fault begins
  const char* text;
};
constexpr char kPlaceField[] = "place";
constexpr auto kFaults = std::to_array<Fault>({
    {"question", "Schrijf in één of enkele zinnen wat er aan de hand is."},
    {"age_years", "Vul de leeftijd in als getal, van 0 tot en met 130. Onbekend? Laat het vak dan leeg."},
    {kPlaceField,
     "Deze plaats is niet herkend. Vul een postcode, een gemeente of een woonplaats in, of laat het vak leeg."},
});

const char* TextOf(absl::string_view field) {
  return std::find_if(kFaults.begin(), kFaults.end(), [&](const Fault& fault) { return field == fault.field; })->text;
}

constexpr char kOtherFault[] = "Het advies kan nu niet worden gemaakt. Probeer het over een minuut opnieuw.";

// An element with a class of the page's style; "" = none. Every text goes through here or EscapeHtml.
std::string Tag(const char* name, const char* style, absl::string_view text) {
  const std::string attribute = *style == '\0' ? "" : absl::StrCat(" class=\"", style, "\"");
  return absl::StrCat("<", name, attribute, ">", EscapeHtml(text), "</", name, ">\n");
}

std::string Box(const char* name, absl::string_view style, absl::string_view html) {
  return html.empty() ? "" : absl::StrCat("<", name, " class=\"", style, "\">\n", html, "</", name, ">\n");
}

// A text whose lines are its paragraphs, or with "- " before them items of a list.
std::string Paragraphs(absl::string_view text, const char* style = "") {
  std::string html;
  bool in_list = false;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    const bool is_item = absl::ConsumePrefix(&line, "- ");
    if (is_item != in_list) html += is_item ? "<ul class=\"reasons\">\n" : "</ul>\n";
    in_list = is_item;
    html += Tag(is_item ? "li" : "p", is_item ? "" : style, line);
  }
  return in_list ? html + "</ul>\n" : html;
}

template <typename List, typename TextOf>
std::string ListOf(const char* name, const char* style, const List& items, TextOf text_of) {
  std::string html;
  for (const auto& item : items) html += Tag("li", "", text_of(item));
  return Box(name, style, html);
}

std::string TextOfReason(const v1::Reason& reason) {
  return reason.text();
}

std::string Telephone(absl::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (c == '+' || (c >= '0' && c <= '9')) digits += c;
  }
  return absl::StrCat("tel:", digits);
}

std::string HelpLineHtml(const v1::HelpLine& line) {
  return absl::StrCat("<li><a class=\"call\" href=\"", Telephone(line.phone()), "\"><b>", EscapeHtml(line.phone()),
                      "</b> <span>", EscapeHtml(line.display_name()), "</span></a>\n<p>",
                      EscapeHtml(line.description()), " <span class=\"quiet\">Nagekeken op ",
                      EscapeHtml(line.checked_date()), ".</span></p></li>\n");
}

std::string SafetyHtml(const v1::SafetyAdvice& safety) {
  const auto same = [](const std::string& step) { return step; };
  std::string lines;
  for (const v1::HelpLine& line : safety.help_lines()) lines += HelpLineHtml(line);
  // What is said first is not said again.
  std::vector<std::string> steps;
  for (const std::string& step : safety.steps()) {
    if (!absl::StrContains(safety.first_step(), step)) steps.push_back(step);
  }
  std::string body = Paragraphs(safety.first_step(), "safety__first") + Box("ul", "safety__lines", lines);
  if (!steps.empty()) body += Tag("h3", "safety__sub", "Wat u verder doet") + ListOf("ol", "steps", steps, same);
  if (safety.report_steps_size() > 0)
    body += Tag("h3", "safety__sub", "Meldcode") + ListOf("ol", "steps steps--plain", safety.report_steps(), same);
  const char* const title = safety.soft() ? "Vraag hiernaar" : "Eerst de veiligheid";
  return absl::StrCat("<section class=\"safety", safety.soft() ? " safety--soft" : "", "\" role=\"",
                      safety.soft() ? "status" : "alert", "\">\n",
                      Box("div", "safety__head", Tag("h2", "safety__title", title)), Box("div", "safety__body", body),
                      "</section>\n");
}

std::string SuggestionHtml(const v1::Suggestion& suggestion) {
  const v1::Service& service = suggestion.service();
  std::string by = service.organization_detail().display_name();
  if (by == service.display_name()) by.clear();
  std::string head = Tag("h4", "card__name", service.display_name());
  if (!by.empty()) head += Tag("p", "card__by", by);
  std::string html = Box("div", "card__head", absl::StrCat("<div>", head, "</div>\n"));
  std::string ways;
  for (const v1::Phone& phone : service.phones()) {
    absl::StrAppend(&ways, "<a class=\"card__call\" href=\"", Telephone(phone.number()), "\">",
                    EscapeHtml(phone.number()), "</a>\n");
  }
  if (absl::StartsWith(service.url(), "https://") || absl::StartsWith(service.url(), "http://"))
    absl::StrAppend(&ways, "<a rel=\"noreferrer\" href=\"", EscapeHtml(service.url()), "\">website</a>\n");
  html += Box("p", "row", ways);
  if (!service.alert().empty()) html += Tag("p", "notice", service.alert());
  html += ListOf("ul", "why", suggestion.reasons(), TextOfReason);
  if (!service.application_process().empty()) {
    html += absl::StrCat("<p class=\"card__apply\"><span class=\"label\">Aanmelden</span> ",
                         EscapeHtml(service.application_process()), "</p>\n");
  }
  return Box("article", "card", html);
}

std::string StepHtml(const v1::LadderStep& step) {
  const auto* const state =
      std::find_if(kStates.begin(), kStates.end(), [&](const State& one) { return one.state == step.state(); });
  std::string head = Tag("h3", "step__name", step.display_name());
  if (state != kStates.end()) head += Tag("span", absl::StrCat("state state--", state->style).c_str(), state->text);
  std::string body = Paragraphs(step.description(), "step__about");
  body += ListOf("ul", "reasons", step.reasons(), TextOfReason);
  if (step.gap()) body += Tag("p", "notice notice--gap", "Hier biedt niemand deze stap, voor zover bekend.");
  if (step.has_alternative())
    body += Tag("p", "", step.alternative().text()) + SuggestionHtml(step.alternative().suggestion());
  for (int i = 0; i < std::min(step.suggestions_size(), kShownSuggestions); ++i)
    body += SuggestionHtml(step.suggestions(i));
  return absl::StrCat("<li class=\"step step--", state == kStates.end() ? "none" : state->style,
                      "\"><span class=\"step__node\" aria-hidden=\"true\"></span>\n", Box("div", "step__head", head),
                      Box("div", "step__body", body), "</li>\n");
}

std::string UnderstoodHtml(absl::string_view question, const v1::MatchResponse& response) {
  std::string html;
  if (response.masked_size() == 0) {
    absl::StrAppend(&html, "<p class=\"understood__question\">U vroeg: <q>", EscapeHtml(question), "</q></p>\n");
  } else {
    html += Tag("p", "notice", "Wat op persoonsgegevens leek is weggelaten. Noem geen namen, nummers of geboortedata.");
  }
  if (response.has_place_fault()) html += Tag("p", "notice", TextOf(kPlaceField));
  if (response.place().candidates_size() > 0) {
    html += Tag("p", "notice", "Deze plaats komt vaker voor. Kies er een en vraag opnieuw:") +
            ListOf("ul", "reasons", response.place().candidates(), [](const auto& one) { return one.display_name(); });
  }
  return html;
}

std::string NameOf(v1::HelpLevel level, const v1::MatchResponse& response) {
  const auto found = std::find_if(response.ladder().begin(), response.ladder().end(),
                                  [&](const v1::LadderStep& step) { return step.level() == level; });
  return found == response.ladder().end() ? "" : found->display_name();
}

}  // namespace

std::string AdviceHtml(absl::string_view question, const v1::MatchResponse& response) {
  std::string html;
  if (response.has_safety()) html += SafetyHtml(response.safety());
  html += UnderstoodHtml(question, response);
  html += Box("section", "advice",
              Tag("h1", "advice__level", absl::StrCat("Advies: ", NameOf(response.level(), response))) +
                  ListOf("ul", "reasons", response.reasons(), TextOfReason));
  if (response.open_questions_size() > 0) {
    html += Box("section", "panel",
                Tag("h2", "panel__title", "Wat het advies kan veranderen") +
                    ListOf("ul", "starters", response.open_questions(), [](const v1::OpenQuestion& open) {
                      return absl::StrCat(open.text(), " ", open.consequence());
                    }));
  }
  std::string ladder = Tag("h2", "section-title", "De stappen, lichtste eerst");
  if (response.suggestions_unavailable())
    ladder += Tag("p", "notice", "Het aanbod wordt op dit moment opnieuw ingelezen en is er over een minuut weer.");
  std::string steps;
  for (const v1::LadderStep& step : response.ladder()) steps += StepHtml(step);
  html += Box("section", "ladder", ladder + Box("ol", "ladder__steps", steps));
  html += Box("section", "panel",
              Tag("h2", "panel__title", "Voor het dossier") +
                  absl::StrCat("<textarea class=\"utrecht-textbox record\" aria-label=\"Voor het dossier\" readonly "
                               "rows=\"8\">\n",
                               EscapeHtml(response.record_text()), "</textarea>\n"));
  html += Box("section", "panel", Tag("h2", "panel__title", "Voor de ouders") + Paragraphs(response.family_text()));
  return Box("div", "result", html);
}

std::string FaultHtml(const absl::Status& status) {
  std::string html = absl::StrCat("<section class=\"notice notice--stop\" role=\"alert\">\n",
                                  Tag("h2", "notice__title", "Dit lukte niet"));
  std::string faults;
  for (const v1::FieldViolation& violation : FieldViolationsOf(status)) {
    for (const Fault& fault : kFaults) {
      if (absl::StartsWith(violation.field(), fault.field)) faults += Tag("p", "", fault.text);
    }
  }
  // A place has fields of its own, by the form in which it was given.
  const v1::ErrorReason reason = ReasonOf(status);
  if (reason == v1::ERROR_REASON_PLACE_NOT_FOUND || reason == v1::ERROR_REASON_PLACE_INVALID)
    faults = Tag("p", "", TextOf(kPlaceField));
  return absl::StrCat(html, faults.empty() ? Tag("p", "", kOtherFault) : faults, "</section>\n");
}

}  // namespace socialekaart
