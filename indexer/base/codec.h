#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
}

namespace socialekaart {

// 64 bits of XXH3: for "did it change?" and "is it whole?", never against an attacker.
uint64_t Hash(absl::string_view bytes);

// The bytes of a message, the same for the same content within one program (map keys sorted).
std::string Serialize(const google::protobuf::Message& message);

// A random UUID (version 4), and one that depends on its arguments alone (version 8).
std::string RandomUuid();
std::string UuidOf(absl::string_view space, absl::string_view name);

// "5d0f2a60-53cb-4d3f-8a39-0c6d3f1c7a10": 36 characters of hex and dashes, any version.
bool IsUuid(absl::string_view text);

bool IsUtf8(absl::string_view text);

// The whole file as a string. NOT_FOUND, or UNKNOWN when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// A textproto file into a message; a fault is INVALID_ARGUMENT "path:line:column: what".
absl::Status LoadTextproto(const std::string& path, google::protobuf::Message* message);

}  // namespace socialekaart
