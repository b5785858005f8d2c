#include "service/signals.h"

#include <csignal>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace tangthu::service {

Signals::Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  signals_ = Descriptor(signalfd(-1, &signals, SFD_CLOEXEC));
}

Asked Signals::wait(std::chrono::milliseconds most) const {
  pollfd waits{signals_.get(), POLLIN, 0};
  if (poll(&waits, 1, static_cast<int>(most.count())) <= 0) return Asked::kNothing;
  signalfd_siginfo got{};
  if (::read(signals_.get(), &got, sizeof got) != sizeof got) return Asked::kNothing;
  return got.ssi_signo == SIGHUP ? Asked::kReload : Asked::kEnd;
}

}  // namespace tangthu::service
