// From a command to events or a refusal. Every `decide` takes the state as const: it cannot leave a half-made change.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "floor/state.hpp"

namespace relais {

struct Decision {
    std::optional<Refusal> refusal;
    std::vector<EventBody> events;
    Ack ack;
    bool look_up = false;  // nothing is decided before storage was asked

    Decision() = default;
    Decision(Refusal why) : refusal(why) {}

    template <class Body>
    void add(Body body) {
        events.emplace_back(std::move(body));
    }
};

/// Checks who may give this order, then asks the topic.
[[nodiscard]] Decision decide(const State& state, const Command& command, Instant now);

// One overload per order, each in the folder of its topic.
[[nodiscard]] Decision decide(const State&, const Command&, const ConnectVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const DisconnectVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const Admit&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const PostAsVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const EndAsVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const KeepWaiting&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const LeaveMessage&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const TypingAsVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const ReadAsVisitor&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const ConnectAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const DisconnectAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const SetStatus&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const SignOut&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const AcceptOffer&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const DeclineOffer&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const PostAsAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const PostNote&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const EndAsAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const Transfer&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const CancelTransfer&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const RequeueAsAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const FinishWrapUp&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const TypingAsAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const ReadAsAgent&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const MarkLeftMessageDone&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const Explain&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const SetEntryPointByHand&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const ForceStatus&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const ApplySettings&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const EndForErasure&, Instant now);
[[nodiscard]] Decision decide(const State&, const Command&, const RefuseFrame&, Instant now);

}  // namespace relais
