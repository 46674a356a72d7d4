#include "load/support/bare_server.hpp"

#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include "load/support/commits.hpp"

namespace relais::load {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using TcpSocket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;
using boost::system::error_code;

using SharedText = std::shared_ptr<const std::string>;

constexpr int backlog = 4096;
constexpr std::size_t first_frame_max = 1 + 2 * chat_digits;

std::uint32_t number_at(std::string_view text, std::size_t at) {
    std::uint32_t number = 0;
    if (text.size() >= at + chat_digits) std::from_chars(text.data() + at, text.data() + at + chat_digits, number);
    return number;
}

class Peer;

struct Waiting {
    std::shared_ptr<Peer> from;
    std::shared_ptr<Peer> to;
    std::uint32_t chat;
    SharedText text;
};

class House {
public:
    explicit House(const BareServer& wishes) : io(1), acceptor_(io), visitors(wishes.chats), agents(wishes.chats) {
        if (!wishes.database_url.empty()) {
            store_ = std::make_unique<TextStore>(wishes.database_url);
            committer_ = std::thread([this] { commit(); });
        }
        acceptor_.open(tcp::v4());
        acceptor_.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        acceptor_.listen(backlog);
        accept();
    }
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void take(Waiting waiting);
    [[nodiscard]] std::string commits_so_far() const;

    asio::io_context io;

private:
    void accept();
    void commit();

    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor_;
    std::unique_ptr<TextStore> store_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Waiting> forming_;  // what came in while the last commit ran is the next batch
    std::thread committer_;
    std::atomic<std::uint32_t> commits_{0};
    std::atomic<std::uint32_t> rows_{0};

public:
    std::vector<std::shared_ptr<Peer>> visitors;  // by chat
    std::vector<std::shared_ptr<Peer>> agents;
};

class Peer : public std::enable_shared_from_this<Peer> {
public:
    Peer(House& house, TcpSocket socket) : house_(house), stream_(std::move(socket)) {}

    void start() {
        stream_.next_layer().set_option(tcp::no_delay(true));
        stream_.auto_fragment(false);
        stream_.async_accept([self = shared_from_this()](const error_code& error) {
            if (!error) self->read();
        });
    }
    void send(SharedText text) {
        out_.push_back(std::move(text));
        if (out_.size() == 1) write();
    }

private:
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](const error_code& error, std::size_t) {
            if (error) return;
            const auto bytes = self->buffer_.cdata();
            self->heard({static_cast<const char*>(bytes.data()), bytes.size()});
            self->buffer_.consume(bytes.size());
            self->read();
        });
    }
    void write() {
        stream_.text(true);
        stream_.async_write(asio::buffer(*out_.front()),
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                                if (error) return;
                                self->out_.pop_front();
                                if (!self->out_.empty()) self->write();
                            });
    }
    void heard(std::string_view text) {
        if (text.empty()) return;
        if (text.size() <= first_frame_max) return hello(text);
        const std::uint32_t chat = number_at(text, 0);
        if (chat >= house_.agents.size()) return;
        const std::shared_ptr<Peer>& other = agent_ ? house_.visitors[chat] : house_.agents[chat];
        house_.take(Waiting{shared_from_this(), other, chat, std::make_shared<const std::string>(text)});
    }
    void hello(std::string_view text) {
        if (text == "s") return send(std::make_shared<const std::string>(house_.commits_so_far()));
        agent_ = text.front() == 'a';
        const std::uint32_t first = number_at(text, 1);
        const std::uint32_t count = agent_ ? number_at(text, 1 + chat_digits) : 1;
        auto& side = agent_ ? house_.agents : house_.visitors;
        for (std::uint32_t chat = first; chat < first + count && chat < side.size(); ++chat)
            side[chat] = shared_from_this();
        send(std::make_shared<const std::string>("w"));
    }

    House& house_;
    beast::websocket::stream<TcpSocket, false> stream_;
    beast::flat_buffer buffer_;
    std::deque<SharedText> out_;
    bool agent_ = false;
};

void tell(const Waiting& waiting) {
    waiting.from->send(std::make_shared<const std::string>("k" + waiting.text->substr(0, ack_size)));
    if (waiting.to) waiting.to->send(std::make_shared<const std::string>("d" + *waiting.text));
}

std::string House::commits_so_far() const {
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), "s%08u%08u", commits_.load(), rows_.load());
    return {text.data(), static_cast<std::size_t>(size)};
}

void House::accept() {
    acceptor_.async_accept([this](const error_code& error, TcpSocket socket) {
        if (!error) std::make_shared<Peer>(*this, std::move(socket))->start();
        accept();
    });
}

void House::take(Waiting waiting) {
    if (!store_) return tell(waiting);
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = forming_.empty();
        forming_.push_back(std::move(waiting));
    }
    if (first) wake_.notify_one();
}

void House::commit() {
    for (;;) {
        std::vector<Waiting> batch;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return !forming_.empty(); });
            batch.swap(forming_);
        }
        for (const Waiting& each : batch) store_->add(each.chat, std::string_view(*each.text).substr(chat_digits));
        store_->commit();
        ++commits_;
        rows_ += static_cast<std::uint32_t>(batch.size());
        asio::post(io, [told = std::move(batch)] {
            for (const Waiting& each : told) tell(each);
        });
    }
}

}  // namespace

void serve_bare(const BareServer& wishes, int answer) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &files);
    House house(wishes);
    const std::string port = std::to_string(house.port()) + "\n";
    if (::write(answer, port.data(), port.size()) != static_cast<ssize_t>(port.size())) return;
    house.io.run();
}

}  // namespace relais::load
