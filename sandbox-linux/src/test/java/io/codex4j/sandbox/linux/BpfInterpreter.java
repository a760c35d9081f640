package io.codex4j.sandbox.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Run a filter as the kernel would, checking what the kernel checks when it is loaded. */
final class BpfInterpreter {
    private static final int DATA_BYTES = 64;

    private final ByteBuffer program;
    private final int length;

    BpfInterpreter(byte[] program) {
        if (program.length == 0 || program.length % 8 != 0 || program.length / 8 > 4096) {
            throw new IllegalArgumentException("no program is " + program.length + " bytes long");
        }
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        this.length = program.length / 8;
        if (code(length - 1) != 0x06) {
            throw new IllegalArgumentException("the program does not end with an answer");
        }
        for (int at = 0; at < length; at++) {
            if (isJump(at) && at + 1 + Math.max(onTrue(at), onFalse(at)) >= length) {
                throw new IllegalArgumentException("instruction " + at + " jumps out of the program");
            }
        }
    }

    private boolean isJump(int at) {
        return (code(at) & 7) == 5;
    }

    private int code(int at) {
        return program.getShort(at * 8) & 0xffff;
    }

    private int onTrue(int at) {
        return program.get(at * 8 + 2) & 0xff;
    }

    private int onFalse(int at) {
        return program.get(at * 8 + 3) & 0xff;
    }

    private int operand(int at) {
        return program.getInt(at * 8 + 4);
    }

    /** Return the answer to a system call. */
    int run(int architecture, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(DATA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, architecture);
        for (int index = 0; index < arguments.length; index++) {
            data.putLong(16 + 8 * index, arguments[index]);
        }
        int accumulator = 0;
        int at = 0;
        while (true) {
            int operand = operand(at);
            switch (code(at)) {
                case 0x20 -> {
                    if (operand % 4 != 0 || operand < 0 || operand > DATA_BYTES - 4) {
                        throw new IllegalArgumentException("instruction " + at + " loads from " + operand);
                    }
                    accumulator = data.getInt(operand);
                    at++;
                }
                case 0x54 -> {
                    accumulator &= operand;
                    at++;
                }
                case 0x15 -> at += 1 + (accumulator == operand ? onTrue(at) : onFalse(at));
                case 0x35 -> at += 1 + (Integer.compareUnsigned(accumulator, operand) >= 0 ? onTrue(at) : onFalse(at));
                case 0x45 -> at += 1 + ((accumulator & operand) != 0 ? onTrue(at) : onFalse(at));
                case 0x06 -> {
                    return operand;
                }
                default -> throw new IllegalArgumentException("instruction " + at + " is " + code(at));
            }
        }
    }
}
