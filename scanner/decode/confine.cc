#include "scanner/decode/confine.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <new>

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "scanner/decode/emit.h"

namespace tangthu::scanner {
namespace {

#ifdef TANGTHU_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

[[noreturn]] void no_walls() {
  _exit(125);
}

void require(bool done) {
  if (!done) no_walls();
}

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  require(setrlimit(resource, &both) == 0);
}

void set_limits(Files files) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  // The soft limit comes first: its signal, unlike SIGKILL, tells the parent the cause.
  const rlimit time{kProcessorSeconds, kProcessorSeconds + 5};
  require(setrlimit(RLIMIT_CPU, &time) == 0);
  // One past the last descriptor that is open: no other can be.
  limit(RLIMIT_NOFILE, files == Files::kNone ? kOutputFd + 1 : 64);
  if (!kSanitized) limit(RLIMIT_AS, kMemoryLimit);
}

void let_read_below(int rules, const char* folder) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  rule.parent_fd = open(folder, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return;  // this system doesn't have it
  syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
}

// Which files: seccomp sees no paths, Landlock does. Where the kernel lacks it (before
// 5.13) opening stays read-only and there is no way out for what was read but the page.
void narrow_files_to_fonts() {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                              LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
  const auto rules =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (rules < 0) return;
  for (const char* folder : {"/usr/share", "/usr/local/share/fonts", "/etc/fonts",
                             "/var/cache/fontconfig", "/var/lib/ghostscript"}) {
    let_read_below(rules, folder);
  }
  require(syscall(SYS_landlock_restrict_self, rules, 0) == 0);
  close(rules);
}

void allow(scmp_filter_ctx filter, int call) {
  require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0);
}

// Allows the call where (argument & mask) == value.
void allow_where(scmp_filter_ctx filter, int call, unsigned argument, scmp_datum_t mask,
                 scmp_datum_t value) {
  const scmp_arg_cmp condition{argument, SCMP_CMP_MASKED_EQ, mask, value};
  require(seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition) == 0);
}

void allow_computing(scmp_filter_ctx filter) {
  for (const int call : {SCMP_SYS(read),
                         SCMP_SYS(pread64),
                         SCMP_SYS(readv),
                         SCMP_SYS(lseek),
                         SCMP_SYS(close),
                         SCMP_SYS(fstat),
                         SCMP_SYS(brk),
                         SCMP_SYS(munmap),
                         SCMP_SYS(mremap),
                         SCMP_SYS(madvise),
                         SCMP_SYS(futex),
                         SCMP_SYS(exit),
                         SCMP_SYS(exit_group),
                         SCMP_SYS(rt_sigaction),
                         SCMP_SYS(rt_sigprocmask),
                         SCMP_SYS(rt_sigreturn),
                         SCMP_SYS(sigaltstack),
                         SCMP_SYS(clock_gettime),
                         SCMP_SYS(gettimeofday),
                         SCMP_SYS(time),
                         SCMP_SYS(getrandom),
                         SCMP_SYS(getpid),
                         SCMP_SYS(gettid),
                         SCMP_SYS(sched_yield),
                         SCMP_SYS(restart_syscall),
                         SCMP_SYS(uname),
                         SCMP_SYS(sysinfo),
                         SCMP_SYS(getrusage)}) {
    allow(filter, call);
  }
  // Out: the pipe alone. Memory: never executable from here on.
  allow_where(filter, SCMP_SYS(write), 0, UINT32_MAX, kOutputFd);
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    allow_where(filter, call, 2, PROT_EXEC, 0);
  }
}

void allow_reading_files(scmp_filter_ctx filter) {
  for (const int call :
       {SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx),
        SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
        SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(fcntl), SCMP_SYS(fstatfs),
        SCMP_SYS(statfs), SCMP_SYS(getcwd)}) {
    allow(filter, call);
  }
  constexpr scmp_datum_t kWriting =
      O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  allow_where(filter, SCMP_SYS(openat), 2, kWriting, O_RDONLY);
  allow_where(filter, SCMP_SYS(open), 1, kWriting, O_RDONLY);
}

void filter_calls(Files files) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  require(filter != nullptr);
  allow_computing(filter);
  // newfstatat with an empty path is how glibc spells fstat.
  if (files == Files::kFonts) {
    allow_reading_files(filter);
  } else {
    allow_where(filter, SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH, AT_EMPTY_PATH);
  }
  require(seccomp_load(filter) == 0);
  seccomp_release(filter);
}

}  // namespace

void confine(Files files) {
  std::set_new_handler([] { refuse(Fault::kNoMemory); });
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(bugprone-unused-return-value)
  require(prctl(PR_SET_DUMPABLE, 0) == 0);
  require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  set_limits(files);
  if (files == Files::kFonts) narrow_files_to_fonts();
  filter_calls(files);
}

ByteView map_input() {
  struct stat about {};
  if (fstat(kInputFd, &about) != 0) no_walls();
  if (about.st_size == 0) refuse(Fault::kEmpty);
  const auto size = static_cast<std::size_t>(about.st_size);
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, kInputFd, 0);
  if (bytes == MAP_FAILED) refuse(Fault::kNoMemory);
  return {static_cast<const std::uint8_t*>(bytes), size};
}

}  // namespace tangthu::scanner
