-- For wrk: 16 requests in one send.
init = function()
  all = string.rep(wrk.format(), 16)
end

request = function()
  return all
end
