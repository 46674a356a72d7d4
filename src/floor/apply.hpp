// The only place where the floor's state changes: events are facts, so nothing here refuses; what cannot be is a bug.
#pragma once

#include "floor/state.hpp"

namespace relais {

void apply_event(State& state, const Event& event);

// One overload per event, each in the folder of its topic.
void apply_event(State& state, const Event& event, const VisitorSeen&);
void apply_event(State& state, const Event& event, const ConversationStarted&);
void apply_event(State& state, const Event& event, const LineAdded&);
void apply_event(State& state, const Event& event, const OfferMade&);
void apply_event(State& state, const Event& event, const OfferAccepted&);
void apply_event(State& state, const Event& event, const OfferDeclined&);
void apply_event(State& state, const Event& event, const OfferMissed&);
void apply_event(State& state, const Event& event, const OfferWithdrawn&);
void apply_event(State& state, const Event& event, const ConversationRequeued&);
void apply_event(State& state, const Event& event, const ConversationEnded&);
void apply_event(State& state, const Event& event, const ConversationReopened&);
void apply_event(State& state, const Event& event, const ExclusionLapsed&);
void apply_event(State& state, const Event& event, const EstimateMade&);
void apply_event(State& state, const Event& event, const ReadMarked&);
void apply_event(State& state, const Event& event, const AgentStatusSet&);
void apply_event(State& state, const Event& event, const AgentLost&);
void apply_event(State& state, const Event& event, const AgentReturned&);
void apply_event(State& state, const Event& event, const WrapUpOver&);
void apply_event(State& state, const Event& event, const AvailabilityChanged&);
void apply_event(State& state, const Event& event, const EntryPointSetByHand&);
void apply_event(State& state, const Event& event, const MessageLeft&);
void apply_event(State& state, const Event& event, const LeftMessageDone&);
void apply_event(State& state, const Event& event, const CommandConsumed&);
void apply_event(State& state, const Event& event, const SettingsApplied&);
void apply_event(State& state, const Event& event, const VisitorConnected&);
void apply_event(State& state, const Event& event, const VisitorDisconnected&);
void apply_event(State& state, const Event& event, const AgentConnected&);
void apply_event(State& state, const Event& event, const AgentDisconnected&);
void apply_event(State& state, const Event& event, const LeaseGranted&);
void apply_event(State& state, const Event& event, const LeaseRenewed&);
void apply_event(State& state, const Event& event, const LeaseEnded&);
void apply_event(State& state, const Event& event, const TypingSeen&);
void apply_event(State& state, const Event& event, const ReadSeen&);
void apply_event(State& state, const Event& event, const BusinessRefused&);
void apply_event(State& state, const Event& event, const VisitorAway&);
void apply_event(State& state, const Event& event, const SilenceWarned&);
void apply_event(State& state, const Event& event, const ChoicesOpened&);
void apply_event(State& state, const Event& event, const ChoicesPutOff&);

}  // namespace relais
