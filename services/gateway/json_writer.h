#pragma once

#include <string>

namespace google::protobuf {
class Message;
}

namespace socialekaart::gateway {

// A message in the JSON mapping of proto3: what MessageToJsonString of protobuf writes, but for the escapes of < and >.
// That function describes every type of the message anew in each call, which costs more than most answers themselves.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace socialekaart::gateway
