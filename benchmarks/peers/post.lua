-- For wrk: a body that the server sends back; its size is the first argument.
init = function(arguments)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
  wrk.body = string.rep("Hello, Server!", tonumber(arguments[1]) / 14 + 1):sub(1, tonumber(arguments[1]))
end
