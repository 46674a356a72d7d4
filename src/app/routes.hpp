// Every address of the server (docs/protocol.md, 1 and 6): who may open which socket, sign-in, small office requests, pages.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "relais/edge/address_limits.hpp"
#include "relais/office/database.hpp"
#include "relais/office/people.hpp"

#include "app/person_sockets.hpp"
#include "app/reception.hpp"
#include "app/sign_ins.hpp"

namespace relais {

/// Answers a request for a file, or gives 404.
using AnswerFile = std::function<edge::HttpResponse(const edge::HttpRequest&)>;

/// Empty where it is not to be counted.
[[nodiscard]] inline std::string limited_address(const edge::HttpRequest& request) {
    return request.address_is_limited ? request.address : std::string{};
}
[[nodiscard]] inline SignIns::Caller caller_of(const edge::HttpRequest& request) {
    return {request.cookie, limited_address(request)};
}

class Routes final : public edge::ServerHandler {
public:
    struct House {
        edge::Server* server = nullptr;
        Reception* reception = nullptr;
        SignIns* sign_ins = nullptr;
        OfficeThreads* threads = nullptr;
        office::Database* database = nullptr;
        office::PeopleOffice* people = nullptr;
        const Clock* clock = nullptr;
        Metrics* metrics = nullptr;
        AnswerFile files;
        std::string public_origin;
        std::function<bool()> storage_ok;
        edge::AddressLimits address_limits;      // visitors' sockets
        std::function<void()> settings_changed;  // the floor is to hear of it now, not with the next look
        std::string start_page = "/console/";
    };
    /// Once, before the server runs.
    void move_in(House house) { house_ = std::move(house); }

    void request(edge::HttpRequest request, edge::Respond respond) override;
    edge::HttpResponse upgrade(ConnectionId connection, const edge::HttpRequest& request) override;
    void opened(ConnectionId connection) override;
    void frame(ConnectionId connection, std::string_view text) override;
    bool is_behind() const override;
    void closed(ConnectionId connection) override;

private:
    /// A socket whose cookie is still being looked up: its first frames wait.
    struct Arriving {
        std::optional<edge::Visit> visit;
        std::optional<edge::Shift> shift;
        SignIns::Caller caller;
        std::vector<std::string> frames;
    };
    static constexpr std::size_t frames_waiting_max = 4;

    void answer(const edge::HttpRequest& request, const edge::Respond& respond);
    edge::HttpResponse upgrade_visitor(ConnectionId connection, const std::string& key,
                                       const edge::HttpRequest& request);
    edge::HttpResponse upgrade_agent(ConnectionId connection, const edge::HttpRequest& request);
    void admit(ConnectionId connection, const SignIns::LookedUp& looked_up);
    [[nodiscard]] bool is_foreign(const edge::HttpRequest& request) const;

    void sign_in(const edge::HttpRequest& request, const edge::Respond& respond);
    void who_am_i(const edge::HttpRequest& request, const edge::Respond& respond);
    void sign_out(const edge::HttpRequest& request, const edge::Respond& respond);
    void availability(const std::string& key, const edge::HttpRequest& request, const edge::Respond& respond);
    template <class Frame, class Read>
    void answer_list(const std::string& name, const edge::Respond& respond, Read read);
    void left_messages(const edge::HttpRequest& request, const edge::Respond& respond);
    void acts(const edge::HttpRequest& request, const edge::Respond& respond);
    void entries(const std::string& id, const edge::HttpRequest& request, const edge::Respond& respond);

    void people(const edge::HttpRequest& request, const edge::Respond& respond);
    void list_people(const edge::HttpRequest& request, const edge::Respond& respond);
    void people_acts(const edge::HttpRequest& request, const edge::Respond& respond);
    void add_person(const edge::HttpRequest& request, const edge::Respond& respond);
    void change_person(AgentId who, const edge::HttpRequest& request, const edge::Respond& respond);
    void reset_password(AgentId who, const edge::HttpRequest& request, const edge::Respond& respond);
    void change_own_password(const edge::HttpRequest& request, const edge::Respond& respond);
    void end_sessions(AgentId person);
    void as_administrator(const edge::HttpRequest& request, const edge::Respond& respond,
                          std::function<void(const office::Account&)> go);
    template <class Value>
    void ask_people(const office::Account& by, const edge::Respond& respond,
                    std::function<Result<Value, office::PersonRefusal>()> work,
                    std::function<edge::HttpResponse(const Value&)> then);

    House house_;
    std::map<ConnectionId, Arriving> arriving_;
    std::unordered_map<ConnectionId, std::string> limited_;  // which of them count, and for whom
    PersonSockets person_sockets_;
};

}  // namespace relais
