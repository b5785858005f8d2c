// Drivers that read in a thread (SANE's sanei_thread) ask that it may be cancelled at any
// instruction. Cancelled inside malloc it takes the lock with it, and the process hangs
// for ever. Exported from this program, this definition stands before libc's:
// cancellation waits for the next call that may block, which is where such readers spend
// their time.
#include <pthread.h>

extern "C" int pthread_setcanceltype(int /*type*/, int* old_type) {
  if (old_type != nullptr) *old_type = PTHREAD_CANCEL_DEFERRED;
  return 0;
}
