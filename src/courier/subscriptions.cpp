#include "courier/subscriptions.hpp"

#include <algorithm>

namespace relais {
namespace {

const std::vector<ConnectionId> nobody;

template <class Map, class Key>
const std::vector<ConnectionId>& list_of(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nobody : found->second;
}

template <class Map, class Key>
void drop(Map& map, const Key& key, ConnectionId connection) {
    const auto found = map.find(key);
    if (found == map.end()) return;
    std::erase(found->second, connection);
    if (found->second.empty()) map.erase(found);
}

void add_once(std::vector<ConnectionId>& list, ConnectionId connection) {
    if (std::find(list.begin(), list.end(), connection) == list.end()) list.push_back(connection);
}

}  // namespace

Subscriber& Subscriptions::at(ConnectionId connection) { return subscribers_[connection]; }

Subscriber* Subscriptions::find(ConnectionId connection) {
    const auto found = subscribers_.find(connection);
    return found == subscribers_.end() ? nullptr : &found->second;
}

void Subscriptions::subscribe(ConnectionId connection, VisitorId visitor) {
    Subscriber& subscriber = subscribers_[connection];
    subscriber.side = wire::Side::visitor;
    subscriber.stateful = true;
    subscriber.visitor = visitor;
    add_once(visitors_[visitor], connection);
}

void Subscriptions::subscribe(ConnectionId connection, AgentId agent, bool supervises) {
    Subscriber& subscriber = subscribers_[connection];
    subscriber.side = wire::Side::agent;
    subscriber.stateful = true;
    subscriber.agent = agent;
    subscriber.supervises = supervises;
    add_once(agents_[agent], connection);
}

void Subscriptions::listen(ConnectionId connection, EntryPointId entry_point) {
    Subscriber& subscriber = subscribers_[connection];
    if (subscriber.entry_point == entry_point && listener_place_.contains(connection)) return;
    if (listener_place_.contains(connection)) {
        const Subscriber kept = subscriber;
        forget(connection);
        Subscriber& again = subscribers_[connection];
        again = kept;
        if (kept.stateful && kept.side == wire::Side::visitor) add_once(visitors_[kept.visitor], connection);
        again.entry_point = entry_point;
    } else {
        subscriber.entry_point = entry_point;
    }
    auto& list = listeners_[entry_point];
    listener_place_[connection] = list.size();
    list.push_back(connection);
}

void Subscriptions::forget(ConnectionId connection) {
    const auto found = subscribers_.find(connection);
    if (found == subscribers_.end()) return;
    const Subscriber& subscriber = found->second;
    if (subscriber.stateful && subscriber.side == wire::Side::visitor) drop(visitors_, subscriber.visitor, connection);
    if (subscriber.stateful && subscriber.side == wire::Side::agent) drop(agents_, subscriber.agent, connection);
    if (const auto place = listener_place_.find(connection); place != listener_place_.end()) {
        auto& list = listeners_[subscriber.entry_point];
        const std::size_t index = place->second;
        listener_place_.erase(place);
        if (index + 1 != list.size()) {
            list[index] = list.back();
            listener_place_[list[index]] = index;
        }
        list.pop_back();
    }
    subscribers_.erase(found);
}

const std::vector<ConnectionId>& Subscriptions::of(VisitorId visitor) const { return list_of(visitors_, visitor); }
const std::vector<ConnectionId>& Subscriptions::of(AgentId agent) const { return list_of(agents_, agent); }
const std::vector<ConnectionId>& Subscriptions::of(EntryPointId entry_point) const {
    return list_of(listeners_, entry_point);
}

std::vector<ConnectionId> Subscriptions::agents() const {
    std::vector<ConnectionId> all;
    for (const auto& [agent, connections] : agents_) all.insert(all.end(), connections.begin(), connections.end());
    return all;
}

std::vector<ConnectionId> Subscriptions::supervisors() const {
    std::vector<ConnectionId> all = agents();
    std::erase_if(all, [this](ConnectionId connection) { return !subscribers_.at(connection).supervises; });
    return all;
}

std::vector<ConnectionId> Subscriptions::visitors() const {
    std::vector<ConnectionId> all;
    for (const auto& [visitor, connections] : visitors_) all.insert(all.end(), connections.begin(), connections.end());
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace relais
