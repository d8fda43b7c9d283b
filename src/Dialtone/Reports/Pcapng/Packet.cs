namespace Dialtone.Reports.Pcapng;

/// <summary>A packet that is written to a capture.</summary>
/// <param name="IsSent">Whether the device sent it.</param>
/// <param name="Bytes">From the header of IP on.</param>
internal readonly record struct Packet(bool IsSent, byte[] Bytes);
