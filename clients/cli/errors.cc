#include "clients/cli/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "clients/cli/text.h"
#include "clients/cpp/client.h"

namespace socialekaart::cli {
namespace {

struct Kind {
  absl::StatusCode code;
  ExitCode exit_code;
  const char* what;
  const char* what_to_do;
};

constexpr std::array<Kind, 11> kKinds = {{
    {absl::StatusCode::kUnavailable, kUnreachable, "server not reachable at {}",
     "start it with scripts/serve, or name another one with --server HOST:PORT"},
    {absl::StatusCode::kDeadlineExceeded, kUnreachable, "no answer in time from {}",
     "try again, or give it longer with --timeout SECONDS"},
    {absl::StatusCode::kResourceExhausted, kUnreachable, "{} is too busy, or the answer is too large",
     "try again later, or ask for less"},
    {absl::StatusCode::kInvalidArgument, kUsage, "the request is not right", "correct it; --help shows examples"},
    {absl::StatusCode::kNotFound, kNotFound, "not found", "look it up with socialekaart list, search or suggest"},
    {absl::StatusCode::kAlreadyExists, kDataInvalid, "it exists already", "change it, or choose another id"},
    {absl::StatusCode::kAborted, kDataInvalid, "somebody else changed it in the meantime", "read it again, then retry"},
    {absl::StatusCode::kFailedPrecondition, kDataInvalid, "not possible now",
     "see why; socialekaart doctor tells the state of the server"},
    {absl::StatusCode::kCancelled, kInterrupted, "interrupted",
     "what was acknowledged is kept; run it again for the rest"},
    {absl::StatusCode::kUnimplemented, kFailed, "{} does not know this call",
     "use a client and a server of the same version"},
    {absl::StatusCode::kUnknown, kFailed, "the call failed",
     "see the log of the server; socialekaart doctor may tell more"},
}};

const Kind& KindOf(const absl::Status& status) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.code == status.code(); });
  return found == kKinds.end() ? kKinds.back() : *found;
}

// What to do is clearer for some reasons than for their code.
const char* WhatToDo(const absl::Status& status) {
  switch (client::ReasonOf(status)) {
    case v1::ERROR_REASON_INDEX_REBUILDING:
      return "wait until the index is built: socialekaart doctor shows when";
    case v1::ERROR_REASON_SHUTTING_DOWN:
      return "the server is stopping: start it again with scripts/serve";
    case v1::ERROR_REASON_RECORD_DELETED:
      return "it was deleted; socialekaart list --deleted still shows it";
    case v1::ERROR_REASON_PLACE_NOT_FOUND:
    case v1::ERROR_REASON_PLACE_INVALID:
      return "give a postcode (7151 AB), a gemeente (Berkelland) or a place (Eibergen); socialekaart place tries one";
    case v1::ERROR_REASON_PAGE_TOKEN_INVALID:
      return "start again without --page-token; a token belongs to one request";
    case v1::ERROR_REASON_IMPORT_FORMAT_INVALID:
      return "check --format; the files must be as their source publishes them";
    default:
      return KindOf(status).what_to_do;
  }
}

}  // namespace

void Complain(const std::string& what, const std::string& why, const std::string& what_to_do) {
  Note(fmt::format("socialekaart: {}\n  why: {}\n  do:  {}", what, why, what_to_do));
}

ExitCode Complain(const absl::Status& status, const Globals& globals) {
  const Kind& kind = KindOf(status);
  std::string why;
  for (const v1::FieldViolation& violation : client::FieldViolationsOf(status)) {
    why += fmt::format("{}{}: {}", why.empty() ? "" : "\n       ", OneLine(violation.field()),
                       OneLine(violation.description()));
  }
  if (why.empty()) why = OneLine(std::string(status.message()));
  // A server that answers is there: it says itself why it is not ready.
  const bool is_not_ready =
      kind.code == absl::StatusCode::kUnavailable && client::ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED;
  Complain(is_not_ready ? fmt::format("the server at {} is not ready", globals.server)
                        : fmt::format(fmt::runtime(kind.what), globals.server),
           why, WhatToDo(status));
  return kind.exit_code;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  return status.ok() ? kOk : KindOf(status).exit_code;
}

}  // namespace socialekaart::cli
