// Keeps what was decided until it is durable, then hands it to those who listen: the last step before the sockets.
// Pure and single-threaded: it lives on the edge's thread, and unchanged in the simulator.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "relais/floor/frame.hpp"

namespace relais {

/// One text, many sockets.
using FrameText = std::shared_ptr<const std::string>;

/// What the courier asks of its house. Calls may come during any call to the courier.
class CourierSink {
public:
    virtual ~CourierSink() = default;
    virtual void send(ConnectionId connection, FrameText text) = 0;
    /// A gap older than the lines kept, or more than one page: read `after` < position <= `upto`, as many from the beginning
    /// as are worth sending at once, and bring them with Courier::older_lines. May wait until the socket has drained.
    virtual void read_older(CentreId centre, ConnectionId connection, ConversationId conversation, std::uint32_t after,
                            std::uint32_t upto) = 0;
    /// An answer is durable, and leaves when the socket has the lines before it: `send` follows, or the socket ends.
    virtual void answer_waits(ConnectionId connection) = 0;
    /// The immediate answer to a hello: the session completes and sends hello_ok. False: the socket is gone.
    [[nodiscard]] virtual bool greeted(ConnectionId connection, const GreetedFrame& greeted) = 0;
    /// An availability as last released, for polling pages and for exposure.
    virtual void availability(CentreId centre, const AvailabilityFrame& frame) = 0;
};

class Courier {
public:
    Courier(CentreId centre, CourierSink& sink);
    ~Courier();
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

    /// Outputs of one turn, in order. Those with depends_on 0 leave now, the others when `durable` reaches them.
    void hold(std::vector<Output> outputs, Instant now);
    /// Every event up to `number` is committed: releases in order.
    void durable(std::uint64_t number, Instant now);

    /// A page of the site: each change of availability from now on (RULES 16).
    void listen(ConnectionId connection, EntryPointId entry_point);
    /// Sends availabilities that were held back by the limit of four a second (RULES 16). Call every 50 to 250 ms.
    void tick(Instant now);
    /// The socket is gone: no subscription is left.
    void forget(ConnectionId connection);

    /// The answer to CourierSink::read_older: the next lines in order of position; none: there are no more. Newer ones follow by
    /// themselves.
    void older_lines(ConnectionId connection, ConversationId conversation, const std::vector<Line>& lines, Instant now);

    [[nodiscard]] std::size_t held() const;
    [[nodiscard]] AvailabilityFrame availability_of(EntryPointId entry_point) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais
