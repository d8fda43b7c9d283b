// Handshakes of TLS over memory, both ends in one process, as TLS-DSK has them, and nothing else: what OpenSSL needs for
// one, in microseconds of processor time. First argument: how many.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int take(X509_STORE_CTX *store, void *argument) { return 1; }

static X509 *certificate(EVP_PKEY *key) {
  X509 *x = X509_new();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -86400);
  X509_gmtime_adj(X509_getm_notAfter(x), 86400);
  X509_set_pubkey(x, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)"alice", -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(x));
  X509_sign(x, key, EVP_sha256());
  return x;
}

static SSL_CTX *context(const SSL_METHOD *method, EVP_PKEY *key) {
  SSL_CTX *ctx = SSL_CTX_new(method);
  SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(ctx, "AES128-SHA:@SECLEVEL=0");
  SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  SSL_CTX_set_cert_verify_callback(ctx, take, NULL);
  SSL_CTX_use_certificate(ctx, certificate(key));
  SSL_CTX_use_PrivateKey(ctx, key);
  return ctx;
}

static SSL *side(SSL_CTX *ctx) {
  SSL *ssl = SSL_new(ctx);
  SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  return ssl;
}

static void carry(SSL *from, SSL *to) {
  char bytes[16384];
  int length = BIO_read(SSL_get_wbio(from), bytes, sizeof bytes);
  if (length > 0)
    BIO_write(SSL_get_rbio(to), bytes, length);
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1000;
  SSL_CTX *clients = context(TLS_client_method(), EVP_RSA_gen(2048));
  SSL_CTX *servers = context(TLS_server_method(), EVP_RSA_gen(2048));
  clock_t began = 0;
  for (int i = -count / 10; i < count; i++) {
    if (i == 0)
      began = clock();
    SSL *client = side(clients), *server = side(servers);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    int done = 0;
    for (int turn = 0; turn < 8 && !done; turn++) {
      int c = SSL_do_handshake(client);
      carry(client, server);
      int s = SSL_do_handshake(server);
      carry(server, client);
      done = c == 1 && s == 1;
    }
    unsigned char keys[128];
    if (!done || SSL_export_keying_material(client, keys, sizeof keys, "client EAP encryption", 21, NULL, 0, 0) != 1) {
      ERR_print_errors_fp(stderr);
      return 1;
    }
    SSL_free(client);
    SSL_free(server);
  }
  printf("%.0f\n", (double)(clock() - began) * 1e6 / CLOCKS_PER_SEC / count);
  return 0;
}
