// A program that has keys and a document in memory and then crashes. For core_test.cc:
//
//   core_probe plain|hardened VAULT USER PASSPHRASE-FILE ID FOLDER
//
// `plain` leaves out what every program of tangthu does first; `hardened` does it, and
// then asks for a core all the same. FOLDER is where a core would go.
#include "tests/cli/core_probe.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/process.h"
#include "vault/keeper.h"
#include "vault/session.h"

namespace {

using namespace tangthu;

[[noreturn]] void give_up(const char* what) {
  std::cerr << "core_probe: " << what << '\n';
  std::_Exit(1);
}

template <typename T>
T must(Result<T> result) {
  if (!result) give_up(result.error().text());
  return std::move(*result);
}

// As the programs read it: never through a buffer that is not locked.
Passphrase first_line(const char* file) {
  LockedBuffer line(Passphrase::kMaxBytes);
  const int fd = open(file, O_RDONLY | O_CLOEXEC);
  const ssize_t size = read(fd, line.span().data(), line.size());
  close(fd);
  if (size <= 0) give_up("no passphrase");
  const auto end = std::ranges::find(line.span(), '\n');
  return Passphrase({line.span().begin(), end});
}

void ask_for_a_core(const char* folder) {
  const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
  if (chdir(folder) != 0) give_up("no such folder");
  // Past its hard limit only with the right to: otherwise the limit protects.
  static_cast<void>(setrlimit(RLIMIT_CORE, &all));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) give_up("six arguments");
  const std::string_view mode = argv[1];
  if (mode == "hardened") {
    harden_process();
    if (prctl(PR_GET_DUMPABLE) != 0) give_up("still dumpable");
  }
  ask_for_a_core(argv[6]);
  const auto vault = must(vault::Vault::unseal(
      argv[2], must(vault::keeper_root_key(argv[2])), vault::Access::kRead));
  const auto session = must(vault->log_in(argv[3], first_line(argv[4])));
  const auto id = DocumentId::parse(argv[5]);
  if (!id) give_up("not an id");
  const auto reader = must(session->open_document(must(session->look("get")), *id));
  const Bytes pdf = must(reader.read({vault::ObjectKind::kPdf, 1}));
  std::string control = test::core_control();
  if (control.size() + pdf.size() == 0) give_up("nothing in memory");
  std::abort();
}
