#pragma once

#include <google/protobuf/arena.h>
#include <grpcpp/support/message_allocator.h>

namespace socialekaart {

// Gives the messages of a call one arena: an answer of hundreds of small messages then costs a few allocations. For
// SetMessageAllocatorFor_... of a callback service.
template <typename Request, typename Response>
class ArenaMessages : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override { return new Holder; }

 private:
  class Holder : public grpc::MessageHolder<Request, Response> {
   public:
    Holder() : arena_(Options()) {
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Response>(&arena_));
    }
    void Release() override { delete this; }

   private:
    static google::protobuf::ArenaOptions Options() {
      google::protobuf::ArenaOptions options;
      options.start_block_size = 32 << 10;  // an answer of ten results
      options.max_block_size = 128 << 10;
      return options;
    }
    google::protobuf::Arena arena_;
  };
};

}  // namespace socialekaart
