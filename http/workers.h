// Threads that do work, and a queue of bounded length before them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tangthu::http {

// Thread rule: any thread.
class Workers {
 public:
  Workers(std::size_t threads, std::size_t most_waiting);
  ~Workers();  // as stop()
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when the queue is full or they were stopped: nothing is done then. The work
  // must not throw.
  bool try_add(std::function<void()> work);
  // What was added is done when this returns; nothing is added any more.
  void stop();
  // Added and not yet done.
  std::size_t busy() const;

 private:
  void run();

  const std::size_t most_waiting_;
  mutable std::mutex mutex_;  // guards the next four
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::size_t running_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tangthu::http
