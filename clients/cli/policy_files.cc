#include "clients/cli/policy_files.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace socialekaart::cli {

absl::StatusOr<v1::CheckPolicyRequest> ReadPolicyFolder(const std::string& folder) {
  v1::CheckPolicyRequest request;
  for (const char* name : {"default.textproto", "overlays.textproto", "vignettes.textproto"}) {
    std::ifstream in(fmt::format("{}/{}", folder, name), std::ios::binary);
    if (!in) continue;
    v1::PolicyFile* file = request.add_files();
    file->set_name(name);
    file->set_content(std::string(std::istreambuf_iterator<char>(in), {}));
    if (in.bad()) return absl::UnknownError(fmt::format("{}/{} cannot be read", folder, name));
  }
  if (request.files().empty())
    return absl::NotFoundError(fmt::format("{} holds no default, overlays or vignettes .textproto", folder));
  return request;
}

}  // namespace socialekaart::cli
