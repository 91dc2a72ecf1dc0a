// go run server.go 8000
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	server, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		panic(err)
	}
	for {
		client, err := server.Accept()
		if err != nil {
			continue
		}
		data := make([]byte, 1024)
		count, _ := client.Read(data)
		fmt.Printf("%q\n", data[:count])
		client.Write([]byte("你好，客户端！"))
		client.Close()
	}
}
