# Asio and Beast compiled once. The definitions are PUBLIC: a source that opened Asio without them would break the
# one-definition rule, so whoever includes Asio or Beast links `boost_compiled`.
set(boost_sources "${CMAKE_BINARY_DIR}/generated/boost")
file(CONFIGURE OUTPUT "${boost_sources}/asio.cpp" CONTENT "#include <boost/asio/impl/src.hpp>\n" @ONLY)
file(CONFIGURE OUTPUT "${boost_sources}/beast.cpp" CONTENT "#include <boost/beast/src.hpp>\n" @ONLY)

add_library(boost_compiled STATIC "${boost_sources}/asio.cpp" "${boost_sources}/beast.cpp")
target_link_libraries(boost_compiled PUBLIC Boost::headers Boost::url Threads::Threads)
target_compile_definitions(boost_compiled PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
