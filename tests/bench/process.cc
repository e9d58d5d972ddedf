#include "tests/bench/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace socialekaart::bench {
namespace {

constexpr char kAnnouncement[] = "listening on ";
constexpr char kPage[] = "page on http://";

absl::Status SystemError(absl::string_view doing) {
  return absl::InternalError(absl::StrCat(doing, ": ", std::strerror(errno)));
}

// In the child; only what is allowed between fork and exec.
[[noreturn]] void Become(const std::vector<char*>& arguments, int output, int log, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);  // the parent ended before the line above
  dup2(output, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const std::vector<std::string>& command, const std::string& log,
                                                        absl::Duration timeout) {
  std::array<int, 2> pipe_ends;
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return SystemError("making a pipe");
  const int log_file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log_file < 0) return SystemError(absl::StrCat("opening ", log));

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Become(arguments, pipe_ends[1], log_file, parent);
  close(log_file);
  close(pipe_ends[1]);
  if (pid < 0) {
    close(pipe_ends[0]);
    return SystemError(absl::StrCat("starting ", command[0]));
  }

  std::unique_ptr<Process> process(new Process(pid, pipe_ends[0]));
  const absl::Status ready = process->ReadAddress(absl::Now() + timeout);
  if (!ready.ok()) {
    return absl::Status(ready.code(), absl::StrCat(command[0], ": ", ready.message(), "; see ", log));
  }
  return process;
}

Process::~Process() {
  Kill();
}

absl::Status Process::ReadAddress(absl::Time deadline) {
  std::string text;
  while (true) {
    const size_t at = text.find(kAnnouncement);
    const size_t end = at == std::string::npos ? at : text.find('\n', at);
    if (end != std::string::npos) {
      const size_t begin = at + std::strlen(kAnnouncement);
      address_ = text.substr(begin, end - begin);
      if (const size_t page = text.find(kPage); page < at) {
        const size_t first = page + std::strlen(kPage);
        http_address_ = text.substr(first, text.find('/', first) - first);
      }
      return absl::OkStatus();
    }
    pollfd readable{output_, POLLIN, 0};
    const int64_t wait_ms = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (wait_ms <= 0 || poll(&readable, 1, static_cast<int>(wait_ms)) == 0) {
      return absl::DeadlineExceededError("did not say in time where it listens");
    }
    std::array<char, 512> buffer;
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return absl::UnavailableError("ended before it listened");
    text.append(buffer.data(), static_cast<size_t>(count));
  }
}

absl::StatusOr<Memory> Process::memory() const {
  std::ifstream file(absl::StrCat("/proc/", pid_, "/status"));
  Memory memory;
  for (std::string line; std::getline(file, line);) {
    const std::pair<absl::string_view, int64_t*> fields[] = {
        {"VmRSS:", &memory.resident}, {"RssAnon:", &memory.anonymous}, {"VmHWM:", &memory.peak}};
    const std::vector<absl::string_view> words = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    for (const auto& [name, bytes] : fields) {
      if (words.size() < 2 || words[0] != name || !absl::SimpleAtoi(words[1], bytes)) continue;
      *bytes *= 1024;
    }
  }
  if (memory.resident == 0) return absl::UnavailableError("the server is gone");
  return memory;
}

absl::StatusOr<double> Process::CpuSeconds() const {
  std::ifstream file(absl::StrCat("/proc/", pid_, "/stat"));
  std::stringstream content;
  content << file.rdbuf();
  // After the name, which stands in brackets and may hold anything, come the fields from the third on.
  const std::string text = content.str();
  const size_t bracket = text.rfind(')');
  if (bracket == std::string::npos) return absl::UnavailableError("the server is gone");
  const std::vector<std::string> fields = absl::StrSplit(text.substr(bracket + 2), ' ');
  int64_t user = 0, kernel = 0;
  if (fields.size() < 13 || !absl::SimpleAtoi(fields[11], &user) || !absl::SimpleAtoi(fields[12], &kernel)) {
    return absl::InternalError("the CPU time of the server cannot be read");
  }
  return static_cast<double>(user + kernel) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

absl::Status Process::Stop(absl::Duration timeout) {
  kill(pid_, SIGTERM);
  for (const absl::Time deadline = absl::Now() + timeout; absl::Now() < deadline;
       absl::SleepFor(absl::Milliseconds(5))) {
    int result = 0;
    if (waitpid(pid_, &result, WNOHANG) != pid_) continue;
    Close();
    if (WIFEXITED(result) && WEXITSTATUS(result) == 0) return absl::OkStatus();
    return absl::InternalError(absl::StrCat("the server did not end well: wait status ", result));
  }
  Kill();
  return absl::DeadlineExceededError("the server did not end in time");
}

void Process::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  Close();
}

void Process::Close() {
  pid_ = 0;
  close(output_);
}

}  // namespace socialekaart::bench
