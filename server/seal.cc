// Sealing a server that runs: who is in is served to the end, nobody comes in any more,
// and with the last one the keys are gone from memory.
#include <thread>

#include "cli/context.h"
#include "server/api.h"
#include "vault/keeper.h"

namespace tangthu::server {
namespace {

// Until nobody has the vault any more, or for as long as requests are given to end. A
// login that was on its way when the vault was given up is ended as soon as it is there.
bool wait_for_the_last(const Api& api) {
  const auto until = std::chrono::steady_clock::now() + api.grace;
  while (!api.strong_room.is_closed()) {
    if (std::chrono::steady_clock::now() > until || cli::interrupted()) return false;
    api.sessions.end_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

// The keeper first: a server that is sealed while a keeper has the key would be unsealed
// at once.
Result<void> seal(Call& call) {
  vault::Session& session = *call.login->session;
  TRY(session.require(vault::Duty::kMaintain));
  TRY(call.login->vault->journal().note("seal", session.user().name, {{"by", "server"}}));
  TRY(vault::keeper_seal(call.api.strong_room.folder()));
  call.api.strong_room.seal();
  call.api.sessions.end_all();
  return {};
}

}  // namespace

void post_seal(Call& call) {
  if (const auto sealed = seal(call); !sealed)
    return call.exchange.answer(problem(call.exchange.request(), sealed.error()));
  call.login.reset();
  const bool closed = wait_for_the_last(call.api);
  answer_json(call.exchange, 200,
              {{"sealed", true}, {"state", closed ? "sealed" : "sealing"}});
}

}  // namespace tangthu::server
