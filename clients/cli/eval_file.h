#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "clients/cli/eval_metrics.h"
#include "socialekaart/v1/search_service.pb.h"

namespace socialekaart::cli {

// A query with what people judged it should find.
struct JudgedQuery {
  std::string id;
  std::string query_class;
  std::string file;  // name of the file it came from
  std::string path;  // in that file: "queries[12]"
  v1::SearchServicesRequest request;
  Judgments judgments;
  std::set<std::string> harm;                // services that do harm when shown first, beyond age, area and status
  std::map<std::string, std::string> names;  // display names, by service, as the file has them
};

struct JudgedFile {
  std::string name;
  std::string content;
};

struct JudgedQueries {
  std::vector<JudgedQuery> queries;
  std::vector<std::string> faults;  // all of all files, as "tune.json: queries[12].judgments[3].grade: ..."
};

// Reads judged files, whose format README describes. `queries` holds for sure what the files say when there are no
// faults.
JudgedQueries ReadJudged(const std::vector<JudgedFile>& files);

}  // namespace socialekaart::cli
