#pragma once

namespace socialekaart::cli {

// What a script may act upon. Documented in `socialekaart --help`.
enum ExitCode : int {
  kOk = 0,
  kNothingFound = 1,  // search and match alone; an empty list is no failure
  kUsage = 2,         // the command or the request is not right
  kNotFound = 3,      // the record or the place does not exist
  kUnreachable = 4,   // no server, no answer in time, or not ready
  kDataInvalid = 5,   // an import rejected records, or the index differs from the store
  kBelowBar = 6,      // eval: quality below a bar that was given, or a must pair that does not hold
  kPrivacy = 7,       // the text holds a BSN: nothing was sent
  kFailed = 70,       // the server or this program failed
  kInterrupted = 130,
};

}  // namespace socialekaart::cli
